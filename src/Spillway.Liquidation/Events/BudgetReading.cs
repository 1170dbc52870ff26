namespace Spillway.Liquidation;

/// <summary>State of an amplification budget at one decision, all in 1e-9 of log-price, along the direction of the shock.</summary>
/// <param name="MovePpb">z: distance of the mark from the reference of the event window.</param>
/// <param name="OwnPpb">d: displacement our own orders have caused and not yet lost to resilience.</param>
/// <param name="ExogenousPpb">X: largest move of the window that our own orders did not cause.</param>
/// <param name="RoomPpb">How far below the mark an own order may reach; (1+η)·X + ε₀ − z, not below zero.</param>
/// <param name="OwnRoomPpb">How far it may move the best price; η·X + ε₀ − d, not below zero.</param>
public readonly record struct BudgetReading(long MovePpb, long OwnPpb, long ExogenousPpb, long RoomPpb, long OwnRoomPpb)
{
    /// <summary>The same without η: room for orders that may use what the market wins back, and ε₀, but add nothing to what the market does by itself.</summary>
    /// <param name="floorPpb">ε₀.</param>
    public BudgetReading WithoutShare(long floorPpb) =>
        this with { RoomPpb = Math.Max(0, ExogenousPpb + floorPpb - MovePpb), OwnRoomPpb = Math.Max(0, floorPpb - OwnPpb) };
}
