using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spillway.Architecture.Tests.PublicApi;

/// <summary>Prints what a room shows to the others, one sorted line a type or member, so that a change of the surface is a change of a text file.</summary>
/// <remarks>Members that the compiler writes for records and delegates are left out: the words "record" and "delegate" say them.</remarks>
internal static class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(double)] = "double", [typeof(float)] = "float",
        [typeof(decimal)] = "decimal", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static IReadOnlyList<string> Print(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type.IsVisible).SelectMany(Print).Order(StringComparer.Ordinal)];

    /// <summary>The type, then its members.</summary>
    public static IEnumerable<string> Print(Type type)
    {
        string name = FullName(type);
        yield return $"{name} : {Kind(type)}{Bases(type)}";
        if (IsDelegate(type)) yield break;
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            if (Describe(member) is { } text) yield return $"{name}.{text}";
        }
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsSeen(field.Attributes) && !field.IsSpecialName => Describe(field),
        PropertyInfo property => Describe(property),
        EventInfo { AddMethod: { } add } handler when IsSeen(add) => $"{handler.Name} : event {Name(handler.EventHandlerType!)}",
        ConstructorInfo constructor when IsSeen(constructor) && !constructor.IsStatic => $"new({Parameters(constructor)})",
        MethodInfo method when IsSeen(method) && !IsAccessor(method) && !IsWrittenByCompiler(method) =>
            $"{method.Name}{Generics(method)}({Parameters(method)}) : {Modifiers(method)}{ReturnType(method)}",
        _ => null,
    };

    private static string Describe(FieldInfo field)
    {
        if (field.IsLiteral) return $"{field.Name} = {Literal(field.GetRawConstantValue())}{(field.DeclaringType!.IsEnum ? "" : $" : const {Name(field.FieldType)}")}";
        return $"{field.Name} : {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)}";
    }

    private static string? Describe(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } getter && IsSeen(getter) ? getter : null;
        MethodInfo? set = property.SetMethod is { } setter && IsSeen(setter) ? setter : null;
        if ((get ?? set) is not { } accessor || property.Name == "EqualityContract") return null;
        bool isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string accessors = (get, set, isInit) switch { (not null, null, _) => "get", (_, _, true) => "get init", (null, _, _) => "set", _ => "get set" };
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{name} {{ {accessors} }} : {Modifiers(accessor)}{Name(property.PropertyType)}";
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsWrittenByCompiler(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate));

    private static string Kind(Type type)
    {
        if (IsDelegate(type)) return $"delegate {ReturnType(type.GetMethod("Invoke")!)}({Parameters(type.GetMethod("Invoke")!)})";
        if (type.IsEnum) return $"enum {Name(type.GetEnumUnderlyingType())}";
        if (type.IsInterface) return "interface";
        bool isRecord = type.GetMethod("PrintMembers", Declared) is { } print && IsWrittenByCompiler(print);
        string record = isRecord ? "record " : "";
        if (type.IsValueType)
        {
            string readOnly = type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly " : "";
            return $"{readOnly}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        }
        string modifier = (type.IsAbstract, type.IsSealed) switch { (true, true) => "static ", (true, false) => "abstract ", (false, true) => "sealed ", _ => "" };
        return $"{modifier}{record}class";
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum || IsDelegate(type)) return "";
        IEnumerable<Type> bases = type.GetInterfaces().Where(i => i.IsVisible).OrderBy(Name, StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) bases = bases.Prepend(parent);
        string list = string.Join(", ", bases.Select(Name));
        return list.Length == 0 ? "" : " : " + list;
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic) return method.IsAbstract ? "static abstract " : "static ";
        if (method.DeclaringType!.IsInterface) return "";
        if (method.IsAbstract) return "abstract ";
        if (method.GetBaseDefinition() != method) return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string ReturnType(MethodInfo method)
    {
        if (!method.ReturnType.IsByRef) return Name(method.ReturnType);
        bool isReadOnly = method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);
        return $"{(isReadOnly ? "ref readonly " : "ref ")}{Name(method.ReturnType.GetElementType()!)}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) => "params ",
            _ => "",
        };
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        string fallback = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{passing}{Name(type)} {parameter.Name}{fallback}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Name with its namespace.</summary>
    private static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";

    /// <summary>Name as C# writes it, without namespace.</summary>
    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer) return Name(type.GetElementType()!) + "*";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        Type[] arguments = type.GetGenericArguments();
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string own = arguments.Length > outer ? $"<{string.Join(", ", arguments[outer..].Select(Name))}>" : "";
        string name = type.Name.Split('`')[0] + own;
        return type.DeclaringType is { } parent ? $"{Name(parent)}.{name}" : name;
    }
}
