namespace Spillway.Signals;

/// <summary>Splits a sale over places of which only quotes are known, so that what is received after all costs is the most there is.</summary>
/// <remarks>
/// For a set of places the best split sells in each down to one price after fees, found by bisection. Fixed costs make the choice of the set a search over all of them, exact for up to
/// <see cref="VenuesMost"/> places. Depth is discounted by e^(−τ / τ_m) for latency, and by the shared share where more than one place is used. Source: Angeris, Evans, Chitra, Boyd,
/// "Optimal routing for constant function market makers" (2022).
/// </remarks>
/// <param name="venues">1 to <see cref="VenuesMost"/> places.</param>
/// <param name="makerSeconds">τ_m: time in which makers take away all but 1/e of a quote once others have traded; positive.</param>
public sealed class VenueRouter(IReadOnlyList<ExecutionVenue> venues, double makerSeconds)
{
    /// <summary>Places at most: all 4,096 sets of them are tried.</summary>
    public const int VenuesMost = 12;

    private const int Bisections = 200;

    /// <summary>The best split of a quantity.</summary>
    /// <param name="quantity">Positive.</param>
    /// <returns>Null if no set of places takes all of it.</returns>
    public VenueRoute? Best(double quantity)
    {
        VenueRoute? best = null;
        for (int set = 1; set < 1 << venues.Count; set++)
        {
            VenueRoute? route = Over(set, quantity);
            if (route is not null && (best is null || route.Received > best.Received)) best = route;
        }
        return best;
    }

    /// <summary>The best single place.</summary>
    /// <param name="quantity">Positive.</param>
    /// <returns>Null if none takes all of it.</returns>
    public VenueRoute? BestSingle(double quantity)
    {
        VenueRoute? best = null;
        for (int i = 0; i < venues.Count; i++)
        {
            VenueRoute? route = Over(1 << i, quantity);
            if (route is not null && (best is null || route.Received > best.Received)) best = route;
        }
        return best;
    }

    /// <summary>Largest quantity that all places together take.</summary>
    public double Capacity => Sum((1 << venues.Count) - 1, double.Epsilon);

    /// <summary>The best split over a set of places, all of whose fixed costs are paid by those that get something.</summary>
    /// <param name="set">Bit i: place i.</param>
    /// <param name="quantity">Positive.</param>
    public VenueRoute? Over(int set, double quantity)
    {
        if (Sum(set, double.Epsilon) < quantity) return null;
        // At the looser price there is enough, at the stricter one not.
        double loose = 0, strict = 0;
        for (int i = 0; i < venues.Count; i++)
        {
            if (Has(set, i)) strict = Math.Max(strict, venues[i].BestPrice * (1 - venues[i].Terms.Fee));
        }
        strict *= 1 + 1e-9;
        for (int i = 0; i < Bisections && loose < strict; i++)
        {
            double middle = 0.5 * (loose + strict);
            if (middle <= loose || middle >= strict) break;
            if (Sum(set, middle) >= quantity) loose = middle;
            else strict = middle;
        }
        return Given(set, quantity, Math.Max(loose, double.Epsilon), strict);
    }

    // What the stricter price leaves open rests at the price itself: levels of books. They share it in proportion.
    private VenueRoute Given(int set, double quantity, double loose, double strict)
    {
        double sure = Sum(set, strict), open = Sum(set, loose) - sure, part = open > 0 ? (quantity - sure) / open : 0;
        double[] quantities = new double[venues.Count], received = new double[venues.Count];
        for (int i = 0; i < venues.Count; i++)
        {
            if (!Has(set, i)) continue;
            double at = QuantityAt(set, i, strict);
            quantities[i] = at + (part * (QuantityAt(set, i, loose) - at));
            if (quantities[i] > 0) received[i] = (venues[i].QuoteFor(quantities[i], Depth(set, i)) * (1 - venues[i].Terms.Fee)) - venues[i].Terms.FixedCost;
        }
        return new VenueRoute(quantities, received, loose);
    }

    private double Sum(int set, double price)
    {
        double sum = 0;
        for (int i = 0; i < venues.Count; i++)
        {
            if (Has(set, i)) sum += QuantityAt(set, i, price);
        }
        return sum;
    }

    private double QuantityAt(int set, int venue, double price) => venues[venue].QuantityAt(price / (1 - venues[venue].Terms.Fee), Depth(set, venue));

    // Who is alone trades with all of its makers before they hear of anything elsewhere.
    private double Depth(int set, int venue)
    {
        VenueTerms terms = venues[venue].Terms;
        bool isAlone = (set & (set - 1)) == 0;
        return Math.Exp(-terms.LatencySeconds / makerSeconds) * (isAlone ? 1 : 1 - terms.SharedShare);
    }

    private static bool Has(int set, int venue) => (set & (1 << venue)) != 0;
}
