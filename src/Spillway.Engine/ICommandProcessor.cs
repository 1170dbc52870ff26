namespace Spillway.Engine;

/// <summary>Something that executes commands: the engine itself, or an engine with a journal in front of it.</summary>
public interface ICommandProcessor
{
    /// <summary>Executes one command and answers it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="payload">Document of a listing or policy command; empty otherwise.</param>
    CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default);
}
