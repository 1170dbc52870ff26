using System.CommandLine;
using System.CommandLine.Parsing;
using Spillway.Benchmarks.Curves;
using Spillway.Cli.Output;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>bench --curves</c>: how cost grows with accounts, markets and positions.</summary>
internal sealed class CurvesOption
{
    private readonly Option<bool> curves = new("--curves") { Description = "Measure how a quiet tick and memory grow with accounts, markets and positions instead of the rows, and count whom the watch examines along the recorded crash; writes curves.json, curves.svg and crash-wakes.svg into --out." };
    private readonly Option<int> accounts = new("--accounts-to")
    {
        Description = $"Accounts at which the curve over accounts ends, up to {CurveRequest.AccountsMost}, which takes about ten gigabytes.", HelpName = "N", DefaultValueFactory = _ => CurveRequest.AccountsDefault,
    };

    private readonly Option<string> folder = CommonOptions.Out();

    /// <summary>Adds the curves to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="others">Its options that curves have no use for: stated together, they are a mistake and not to be passed over.</param>
    public CurvesOption(Command command, params IReadOnlyList<Option> others)
    {
        foreach (Option option in (Option[])[curves, accounts, folder]) command.Options.Add(option);
        accounts.Validators.Add(result =>
        {
            if (!CommonOptions.TryGet(result, out int value) || value is < CurveRequest.AccountsLeast or > CurveRequest.AccountsMost)
                result.AddError($"--accounts-to: {CurveRequest.AccountsLeast} to {CurveRequest.AccountsMost} are allowed");
        });
        command.Validators.Add(result =>
        {
            bool isAsked = result.GetValue(curves);
            foreach (Option option in (Option[])[accounts, folder])
            {
                if (!isAsked && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --curves");
            }
            Option? other = others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
            if (isAsked && other is not null) result.AddError($"{other.Name} does not go with --curves, which measures no rows");
        });
    }

    /// <summary>Whether curves are asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(curves);

    /// <summary>Measures the curves, walks the crash, and reports both.</summary>
    public int Run(Terminal terminal, ParseResult parsed, string? json, Func<PriceTable> crashPrices, Action<string> progress, CancellationToken cancellation)
    {
        CurveResult result = CostCurves.Run(new CurveRequest { Accounts = parsed.GetValue(accounts), CrashPrices = crashPrices }, progress, cancellation);
        string target = parsed.GetRequiredValue(folder);
        System.Text.Json.Nodes.JsonObject document = CurveReport.Document(result);
        terminal.WriteJson(document, Path.Combine(target, "curves.json"));
        Terminal.WriteFile(Path.Combine(target, "curves.svg"), CurveChart.Draw(result));
        Terminal.WriteFile(Path.Combine(target, "crash-wakes.svg"), CrashChart.Draw(result));
        if (json is not null) terminal.WriteJson(document, json);
        if (json != "-") CurveReport.Write(terminal, result);
        return ExitCode.Done;
    }
}
