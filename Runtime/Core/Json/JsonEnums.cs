using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>Values of enums as names and as numbers of their underlying types.</summary>
internal static class JsonEnums
{
    /// <summary>Parses the name of a member, or several of a <c>[Flags]</c> enum. A number as text is no name.</summary>
    public static bool TryParse<T>(string text, bool isFlags, out T value)
        where T : struct, Enum
    {
        value = default;
        if (!isFlags)
        {
            return IsName(text) && !text.AsSpan().ContainsAny(',', ' ') && Enum.TryParse(text, out value);
        }

        foreach (var part in text.Split(','))
        {
            if (!IsName(part.Trim()))
            {
                return false;
            }
        }

        return Enum.TryParse(text, out value);
    }

    /// <summary>Reads a number in the range of the enum's underlying type.</summary>
    public static bool TryReadNumber<T>(ref Utf8JsonReader reader, out T value)
        where T : struct, Enum
    {
        value = default;
        switch (Type.GetTypeCode(typeof(T)))
        {
            case TypeCode.SByte:
                return reader.TryGetSByte(out Unsafe.As<T, sbyte>(ref value));
            case TypeCode.Byte:
                return reader.TryGetByte(out Unsafe.As<T, byte>(ref value));
            case TypeCode.Int16:
                return reader.TryGetInt16(out Unsafe.As<T, short>(ref value));
            case TypeCode.UInt16:
                return reader.TryGetUInt16(out Unsafe.As<T, ushort>(ref value));
            case TypeCode.Int32:
                return reader.TryGetInt32(out Unsafe.As<T, int>(ref value));
            case TypeCode.UInt32:
                return reader.TryGetUInt32(out Unsafe.As<T, uint>(ref value));
            case TypeCode.Int64:
                return reader.TryGetInt64(out Unsafe.As<T, long>(ref value));
            default:
                return reader.TryGetUInt64(out Unsafe.As<T, ulong>(ref value));
        }
    }

    /// <summary>Writes the names of which a value is made or, where there are none, its number.</summary>
    public static void Write<T>(Utf8JsonWriter writer, T value)
        where T : struct, Enum
    {
        var names = value.ToString();
        if (IsName(names))
        {
            writer.WriteStringValue(names);
            return;
        }

        switch (Type.GetTypeCode(typeof(T)))
        {
            case TypeCode.SByte:
                writer.WriteNumberValue(Unsafe.As<T, sbyte>(ref value));
                break;
            case TypeCode.Byte:
                writer.WriteNumberValue(Unsafe.As<T, byte>(ref value));
                break;
            case TypeCode.Int16:
                writer.WriteNumberValue(Unsafe.As<T, short>(ref value));
                break;
            case TypeCode.UInt16:
                writer.WriteNumberValue(Unsafe.As<T, ushort>(ref value));
                break;
            case TypeCode.Int32:
                writer.WriteNumberValue(Unsafe.As<T, int>(ref value));
                break;
            case TypeCode.UInt32:
                writer.WriteNumberValue(Unsafe.As<T, uint>(ref value));
                break;
            case TypeCode.Int64:
                writer.WriteNumberValue(Unsafe.As<T, long>(ref value));
                break;
            default:
                writer.WriteNumberValue(Unsafe.As<T, ulong>(ref value));
                break;
        }
    }

    /// <summary>Whether text can be a name: a number begins with a digit or with the sign of the current culture.</summary>
    private static bool IsName(string text) => text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_');
}
