namespace Spillway.Margin;

/// <summary>One tier of an instrument in deduction form, both margins side by side.</summary>
/// <param name="FromUnits">Notional at which the tier begins.</param>
/// <param name="InitialPpm">Rate to open.</param>
/// <param name="MaintenancePpm">Rate to keep.</param>
/// <param name="InitialDeduction">Taken off the initial margin, millionths of a minor unit.</param>
/// <param name="MaintenanceDeduction">Taken off the maintenance margin, millionths of a minor unit.</param>
internal readonly record struct TierTerms(long FromUnits, int InitialPpm, int MaintenancePpm, Int128 InitialDeduction, Int128 MaintenanceDeduction);
