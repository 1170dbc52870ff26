namespace Spillway.Simulation;

/// <summary>What a column of a Binance kline file holds. The first nine are required.</summary>
internal enum KlineColumn
{
    OpenTime,
    Open,
    High,
    Low,
    Close,
    Volume,
    QuoteVolume,
    Trades,
    TakerBuyVolume,
    CloseTime,
    TakerBuyQuoteVolume,
    Ignored,
}
