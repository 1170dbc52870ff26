using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Spillway.Architecture.Tests.Determinism;

/// <summary>Finds floating point, clocks, I/O, threads and randomness in compiled code.</summary>
/// <remarks>
/// The compiler bans the names (BannedSymbols.txt); this looks at what came out of it, so that a literal, an implicit conversion, an overload
/// picked by the compiler or a suppressed warning is seen too.
/// </remarks>
internal static class DeterminismRules
{
    private static readonly HashSet<string> FloatingPoint = new(StringComparer.Ordinal)
    {
        "System.Double", "System.Single", "System.Half", "System.Runtime.InteropServices.NFloat", "System.Numerics.Complex",
    };

    private static readonly HashSet<Code> FloatingPointCodes =
    [
        Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un, Code.Ldind_R4, Code.Ldind_R8, Code.Stind_R4, Code.Stind_R8,
        Code.Ldelem_R4, Code.Ldelem_R8, Code.Stelem_R4, Code.Stelem_R8, Code.Ckfinite,
    ];

    private static readonly HashSet<string> BannedTypes = new(StringComparer.Ordinal)
    {
        // clocks
        "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeProvider", "System.TimeZoneInfo",
        "System.Diagnostics.Stopwatch",
        // the machine
        "System.Console", "System.Diagnostics.Process", "System.AppDomain", "System.AppContext", "System.GC",
        // randomness; HashCode is seeded anew in every process
        "System.Random", "System.HashCode", "System.Security.Cryptography.RandomNumberGenerator",
    };

    private static readonly string[] BannedNamespaces = ["System.IO", "System.Net", "System.Threading", "System.Timers"];

    private static readonly HashSet<string> BannedMembers = new(StringComparer.Ordinal)
    {
        "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.String::GetHashCode", "System.Runtime.CompilerServices.RuntimeHelpers::GetHashCode",
        "System.Globalization.CultureInfo::get_CurrentCulture", "System.Globalization.CultureInfo::get_CurrentUICulture",
        "System.Buffers.SearchValues::Create", "System.MemoryExtensions::GetHashCode",
    };

    /// <summary>What a type and the types nested in it do that a deterministic room may not, one line each.</summary>
    public static IEnumerable<string> Violations(TypeDefinition type) =>
        type.NestedTypes.SelectMany(Violations).Concat(OwnViolations(type)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> OwnViolations(TypeDefinition type)
    {
        foreach (FieldDefinition field in type.Fields)
        {
            foreach (string fault in Faults(field.FieldType)) yield return $"{field.FullName}: {fault}";
        }
        if (type.BaseType is not null)
        {
            foreach (string fault in Faults(type.BaseType)) yield return $"{type.FullName}: {fault}";
        }
        foreach (string fault in type.Interfaces.SelectMany(i => Faults(i.InterfaceType))) yield return $"{type.FullName}: {fault}";
        foreach (MethodDefinition method in type.Methods)
        {
            foreach (string fault in SignatureFaults(method).Concat(BodyFaults(method))) yield return $"{method.FullName}: {fault}";
        }
    }

    private static IEnumerable<string> BodyFaults(MethodDefinition method)
    {
        if (!method.HasBody) return [];
        IEnumerable<string> locals = method.Body.Variables.SelectMany(v => Faults(v.VariableType));
        return locals.Concat(method.Body.Instructions.SelectMany(InstructionFaults));
    }

    private static IEnumerable<string> InstructionFaults(Instruction instruction)
    {
        if (FloatingPointCodes.Contains(instruction.OpCode.Code)) return [$"floating point ({instruction.OpCode.Name})"];
        return instruction.Operand switch
        {
            MethodReference method => MemberFaults(method).Concat(Faults(method.DeclaringType)).Concat(SignatureFaults(method)),
            FieldReference field => Faults(field.DeclaringType).Concat(Faults(field.FieldType)),
            TypeReference type => Faults(type),
            _ => [],
        };
    }

    private static IEnumerable<string> MemberFaults(MethodReference method)
    {
        string name = $"{method.DeclaringType.FullName}::{method.Name}";
        if (BannedMembers.Contains(name)) yield return name;

        // Iterators compare the thread that made them with the one that walks them; everything else there tells about the machine.
        if (method.DeclaringType.FullName == "System.Environment" && method.Name != "get_CurrentManagedThreadId") yield return name;
    }

    private static IEnumerable<string> SignatureFaults(MethodReference method)
    {
        IEnumerable<TypeReference> types = method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType);
        if (method is GenericInstanceMethod instance) types = types.Concat(instance.GenericArguments);
        return types.SelectMany(Faults);
    }

    private static IEnumerable<string> Faults(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter: yield break;
            case GenericInstanceType instance:
                foreach (string fault in instance.GenericArguments.SelectMany(Faults)) yield return fault;
                break;
            case FunctionPointerType pointer:
                foreach (string fault in pointer.Parameters.Select(p => p.ParameterType).Append(pointer.ReturnType).SelectMany(Faults)) yield return fault;
                yield break;
        }
        TypeReference element = type.GetElementType();
        if (element is ArrayType or PointerType or ByReferenceType or PinnedType)
        {
            foreach (string fault in Faults(((TypeSpecification)element).ElementType)) yield return fault;
            yield break;
        }
        if (FloatingPoint.Contains(element.FullName)) yield return $"floating point ({element.FullName})";
        if (BannedTypes.Contains(element.FullName) || IsInBannedNamespace(element)) yield return element.FullName;
    }

    private static bool IsInBannedNamespace(TypeReference type)
    {
        TypeReference outer = type;
        while (outer.DeclaringType is not null) outer = outer.DeclaringType;
        if (outer.Name.EndsWith("Exception", StringComparison.Ordinal)) return false;
        return BannedNamespaces.Any(name => outer.Namespace == name || outer.Namespace.StartsWith(name + ".", StringComparison.Ordinal));
    }
}
