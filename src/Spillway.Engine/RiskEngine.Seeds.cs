using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <content>The seed of randomised schedules.</content>
public sealed partial class RiskEngine
{
    private CommandResult CommitSeed(in CommitSeed body)
    {
        ScheduleSeeds seeds = Desk.Seeds;
        if (seeds.IsSecret || seeds.Epoch == int.MaxValue || body.Epoch != seeds.Epoch + 1) return CommandResult.Rejected(RejectReason.SeedOutOfOrder);
        SeedSecret secret = body.Secret;
        seeds.Commit(in secret, events);
        return CommandResult.Accepted;
    }

    private CommandResult RevealSeed(RevealSeed body, Timestamp now)
    {
        if (!Desk.Seeds.IsSecret || body.Epoch != Desk.Seeds.Epoch) return CommandResult.Rejected(RejectReason.SeedOutOfOrder);
        if (!Desk.CanRevealSeed(now)) return CommandResult.Rejected(RejectReason.SeedInUse);
        Desk.Seeds.Reveal(events);
        return CommandResult.Accepted;
    }
}
