using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Distil.Engine;

namespace Distil.IO.Json;

/// <summary>What the values of all enums have in common.</summary>
internal static class JsonEnum
{
    /// <summary>
    /// Whether a value's text is its name or names. Otherwise it is a number, which begins with a digit or with the sign of the current
    /// culture.
    /// </summary>
    public static bool IsName(string text) => text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_');
}

/// <summary>Values of an enum as names and as numbers of its underlying type.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal static class JsonEnum<T>
    where T : struct, Enum
{
    /// <summary>More names are not listed in a message.</summary>
    private const int MostListed = 12;

    private static readonly string[] s_names = Enum.GetNames<T>();
    private static readonly T[] s_values = Enum.GetValues<T>();
    private static readonly byte[][] s_utf8Names = [.. s_names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>What stands for a value, in words.</summary>
    public static string Expected(bool isFlags) =>
        s_names.Length is > 0 and <= MostListed
            ? $"{(isFlags ? "one or more" : "one")} of the names {string.Join(", ", s_names)}"
            : $"{(isFlags ? "names" : "a name")} of the enum {typeof(T).Name}";

    /// <summary>Reads a value.</summary>
    /// <returns>False: it is no value of the enum.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, bool isFlags, out T value)
    {
        value = default;
        return reader.TokenType switch
        {
            JsonTokenType.Number => TryReadNumber(ref reader, out value),
            JsonTokenType.String => TryReadName(ref reader, out value)
                || (isFlags && TryReadNames(JsonValueReader.ReadText(ref reader)!, out value)),
            _ => false,
        };
    }

    /// <summary>Writes the names of which a value is made or, where there are none, its number.</summary>
    public static void Write(Utf8JsonWriter writer, T value)
    {
        var names = value.ToString();
        if (JsonEnum.IsName(names))
        {
            writer.WriteStringValue(names);
        }
        else if (Type.GetTypeCode(typeof(T)) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64)
        {
            var unused = 64 - (8 * Unsafe.SizeOf<T>());
            writer.WriteNumberValue(unchecked((long)(Bits(value) << unused)) >> unused);
        }
        else
        {
            writer.WriteNumberValue(Bits(value));
        }
    }

    private static bool TryReadName(ref Utf8JsonReader reader, out T value)
    {
        if (reader.ValueIsEscaped)
        {
            return TryFind(JsonValueReader.ReadText(ref reader), out value);
        }

        for (var name = 0; name < s_utf8Names.Length; name++)
        {
            if (reader.ValueSpan.SequenceEqual(s_utf8Names[name]))
            {
                value = s_values[name];
                return true;
            }
        }

        value = default;
        return false;
    }

    private static bool TryReadNames(string text, out T value)
    {
        var bits = 0ul;
        foreach (var part in text.Split(','))
        {
            if (!TryFind(part.AsSpan().Trim(' '), out var flag))
            {
                value = default;
                return false;
            }

            bits |= Bits(flag);
        }

        value = Value(bits);
        return true;
    }

    private static bool TryFind(ReadOnlySpan<char> text, out T value)
    {
        for (var name = 0; name < s_names.Length; name++)
        {
            if (text.SequenceEqual(s_names[name]))
            {
                value = s_values[name];
                return true;
            }
        }

        value = default;
        return false;
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, out T value)
    {
        value = default;
        if (Type.GetTypeCode(typeof(T)) == TypeCode.UInt64)
        {
            var isWhole = reader.TryGetUInt64(out var whole);
            value = Value(whole);
            return isWhole;
        }

        var (min, max) = Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
            TypeCode.Byte => (byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => (short.MinValue, short.MaxValue),
            TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => (int.MinValue, int.MaxValue),
            TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (!reader.TryGetInt64(out var number) || number < min || number > max)
        {
            return false;
        }

        value = Value(unchecked((ulong)number));
        return true;
    }

    private static ulong Bits(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, ushort>(value),
        4 => Unsafe.BitCast<T, uint>(value),
        _ => Unsafe.BitCast<T, ulong>(value),
    };

    private static T Value(ulong bits) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<byte, T>(unchecked((byte)bits)),
        2 => Unsafe.BitCast<ushort, T>(unchecked((ushort)bits)),
        4 => Unsafe.BitCast<uint, T>(unchecked((uint)bits)),
        _ => Unsafe.BitCast<ulong, T>(bits),
    };
}
