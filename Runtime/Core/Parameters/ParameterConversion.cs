using System.Globalization;
using Distil.IO.Json;

namespace Distil.Parameters;

/// <summary>Converts what was given for a parameter to the parameter's type: numbers without loss, text by the invariant culture.</summary>
internal static class ParameterConversion
{
    public static T? To<T>(string name, object? value)
    {
        if (value is T same)
        {
            return same;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (value is null)
        {
            return default(T) is null ? default
                : throw new ArgumentException($"The parameter '{name}' is a {NameOf(type)}: it cannot be null.");
        }

        return Convert(value, type) is T converted
            ? converted
            : throw new ArgumentException(
                $"The parameter '{name}' is a {NameOf(type)}: the {NameOf(value.GetType())} '{Show(value)}' cannot be converted to "
                    + $"it{Hint(type)}.");
    }

    /// <summary>A type as C# names it.</summary>
    public static string NameOfType(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? NameOf(underlying) + "?" : NameOf(type);

    private static object? Convert(object value, Type type)
    {
        if (type.IsEnum)
        {
            return ToEnum(value, type);
        }

        if (value is string text)
        {
            return Parse(text.Trim(), type);
        }

        if (type == typeof(string))
        {
            return Show(value);
        }

        return IsNumber(value.GetType()) && IsNumber(type) ? ToNumber(value, type) : null;
    }

    private static object? ToEnum(object value, Type type)
    {
        if (value is string text)
        {
            return Enum.TryParse(type, text, ignoreCase: true, out var parsed) && IsKnown(type, parsed) ? parsed : null;
        }

        if (!IsNumber(value.GetType()) || ToNumber(value, Enum.GetUnderlyingType(type)) is not { } number)
        {
            return null;
        }

        var member = Enum.ToObject(type, number);
        return IsKnown(type, member) ? member : null;
    }

    // A combination of flags prints as its names, a number that is no member as the number, with the sign of the current culture.
    private static bool IsKnown(Type type, object member) => Enum.IsDefined(type, member) || JsonEnum.IsName(member.ToString() ?? "");

    private static object? ToNumber(object value, Type type)
    {
        try
        {
            var converted = System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
            if (IsFloating(type))
            {
                // From whole and decimal numbers and between floating types: the nearest value is what is meant.
                return value is double and not (double.NaN or double.PositiveInfinity or double.NegativeInfinity)
                    && converted is float.PositiveInfinity or float.NegativeInfinity
                    ? null
                    : converted;
            }

            var back = System.Convert.ChangeType(converted, value.GetType(), CultureInfo.InvariantCulture);
            return back.Equals(value) ? converted : null;
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException or FormatException)
        {
            return null;
        }
    }

    private static object? Parse(string text, Type type)
    {
        var culture = CultureInfo.InvariantCulture;
        const NumberStyles Float = NumberStyles.Float;
        const NumberStyles Integer = NumberStyles.Integer;
        if (type == typeof(bool)) return bool.TryParse(text, out var value) ? value : null;
        if (type == typeof(int)) return int.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(long)) return long.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(short)) return short.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(sbyte)) return sbyte.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(byte)) return byte.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(ushort)) return ushort.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(uint)) return uint.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(ulong)) return ulong.TryParse(text, Integer, culture, out var value) ? value : null;
        if (type == typeof(double)) return double.TryParse(text, Float, culture, out var value) ? value : null;
        if (type == typeof(float)) return float.TryParse(text, Float, culture, out var value) ? value : null;
        if (type == typeof(decimal)) return decimal.TryParse(text, Float, culture, out var value) ? value : null;
        if (type == typeof(char)) return text.Length == 1 ? text[0] : null;
        if (type == typeof(Guid)) return Guid.TryParse(text, culture, out var value) ? value : null;
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, culture, out var value) ? value : null;
        if (type == typeof(DateTime)) return DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var value) ? value : null;
        if (type == typeof(DateTimeOffset))
        {
            return DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var value) ? value : null;
        }

        if (type == typeof(DateOnly)) return DateOnly.TryParse(text, culture, DateTimeStyles.None, out var value) ? value : null;
        if (type == typeof(TimeOnly)) return TimeOnly.TryParse(text, culture, DateTimeStyles.None, out var value) ? value : null;
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var value) ? value : null;
        return null;
    }

    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(decimal);

    private static string Show(object value)
    {
        var shown = value is Enum && !IsKnown(value.GetType(), value)
            ? System.Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)
            : value;
        return string.Create(CultureInfo.InvariantCulture, $"{shown}");
    }

    private static string Hint(Type type) => type.IsEnum ? $"; it is one of {string.Join(", ", Enum.GetNames(type))}" : "";

    private static string NameOf(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => type.Name,
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.Double => "double",
        TypeCode.Single => "float",
        TypeCode.Decimal => "decimal",
        TypeCode.Boolean => "bool",
        TypeCode.String => "string",
        _ => type.Name,
    };
}
