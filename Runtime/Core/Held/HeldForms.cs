using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Distil.Engine;

namespace Distil.Held;

/// <summary>A number or an enum: its bytes.</summary>
internal sealed class Number<T> : HeldValue<T>
    where T : unmanaged
{
    internal override void Write(HeldWriter to, T value) => to.WriteNumber(value);

    internal override T Read(HeldReader from) => from.ReadNumber<T>();

    internal override void WriteAll(HeldWriter to, ReadOnlySpan<T> values) => to.WriteNumbers(values);

    internal override void ReadAll(HeldReader from, Span<T> values) => from.ReadNumbers(values);
}

/// <summary>A value that is one number.</summary>
internal sealed class Converted<T, TNumber>(Func<T, TNumber> toNumber, Func<TNumber, T> toValue) : HeldValue<T>
    where TNumber : unmanaged
{
    internal override void Write(HeldWriter to, T value) => to.WriteNumber(toNumber(value));

    internal override T Read(HeldReader from) => toValue(from.ReadNumber<TNumber>());
}

/// <summary>The four integers of a decimal, its scale among them.</summary>
internal sealed class DecimalValue : HeldValue<decimal>
{
    internal override void Write(HeldWriter to, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        to.WriteNumbers<int>(bits);
    }

    internal override decimal Read(HeldReader from)
    {
        Span<int> bits = stackalloc int[4];
        from.ReadNumbers(bits);
        return new(bits);
    }
}

/// <summary>The local ticks and the offset in minutes.</summary>
internal sealed class DateTimeOffsetValue : HeldValue<DateTimeOffset>
{
    internal override void Write(HeldWriter to, DateTimeOffset value)
    {
        to.WriteInt64(value.Ticks);
        to.WriteInt32(checked((int)(value.Offset.Ticks / TimeSpan.TicksPerMinute)));
    }

    internal override DateTimeOffset Read(HeldReader from)
    {
        var ticks = from.ReadInt64();
        return new(ticks, new TimeSpan(from.ReadInt32() * TimeSpan.TicksPerMinute));
    }
}

/// <summary>The 16 bytes of a <c>Guid</c>.</summary>
internal sealed class GuidValue : HeldValue<Guid>
{
    internal override void Write(HeldWriter to, Guid value)
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<Guid>()];
        value.TryWriteBytes(bytes);
        to.WriteBytes(bytes);
    }

    internal override Guid Read(HeldReader from) => new(from.ReadBytes(Unsafe.SizeOf<Guid>()));
}

/// <summary>Text: a length and the UTF-16 code units, valid or not.</summary>
internal sealed class Text : HeldValue<string?>
{
    internal override void Write(HeldWriter to, string? value)
    {
        to.WriteInt32(value?.Length ?? -1);
        to.WriteNumbers(value.AsSpan());
    }

    internal override string? Read(HeldReader from)
    {
        var length = from.ReadInt32();
        return length switch
        {
            -1 => null,
            0 => "",
            _ when BitConverter.IsLittleEndian => new(MemoryMarshal.Cast<byte, char>(from.ReadBytes(checked(length * sizeof(char))))),
            _ => string.Create(length, from, static (units, reader) => reader.ReadNumbers(units)),
        };
    }
}

/// <summary>One byte, 0 for null, otherwise 1 and the value.</summary>
internal sealed class NullableValue<T>(HeldValue<T> value) : HeldValue<T?>
    where T : struct
{
    internal override void Write(HeldWriter to, T? given)
    {
        to.WriteByte(given is null ? (byte)0 : (byte)1);
        if (given is { } one)
        {
            value.Write(to, one);
        }
    }

    internal override T? Read(HeldReader from) => from.ReadByte() == 0 ? null : value.Read(from);
}

/// <summary>A length and the elements.</summary>
internal sealed class ArrayValue<T>(HeldValue<T> element) : HeldValue<T[]?>
{
    internal override void Write(HeldWriter to, T[]? value)
    {
        to.WriteInt32(value?.Length ?? -1);
        element.WriteAll(to, value);
    }

    internal override T[]? Read(HeldReader from)
    {
        var length = from.ReadInt32();
        if (length <= 0)
        {
            return length < 0 ? null : [];
        }

        var values = new T[length];
        element.ReadAll(from, values);
        return values;
    }
}

/// <summary>A length and the elements.</summary>
internal sealed class ListValue<T>(HeldValue<T> element) : HeldValue<List<T>?>
{
    internal override void Write(HeldWriter to, List<T>? value)
    {
        to.WriteInt32(value?.Count ?? -1);
        element.WriteAll(to, CollectionsMarshal.AsSpan(value));
    }

    internal override List<T>? Read(HeldReader from)
    {
        var length = from.ReadInt32();
        if (length < 0)
        {
            return null;
        }

        var values = new List<T>(length);
        CollectionsMarshal.SetCount(values, length);
        element.ReadAll(from, CollectionsMarshal.AsSpan(values));
        return values;
    }
}

/// <summary>Whether it is an array, and then the elements as of an array or a list.</summary>
internal sealed class InterfaceValue<TList, T>(HeldValue<T> element) : HeldValue<TList?>
    where TList : class, IEnumerable<T>
{
    private readonly ArrayValue<T> _array = new(element);
    private readonly ListValue<T> _list = new(element);

    internal override void Write(HeldWriter to, TList? value)
    {
        var array = value as T[];
        to.WriteByte(array is null ? (byte)0 : (byte)1);
        if (array is not null)
        {
            _array.Write(to, array);
        }
        else
        {
            _list.Write(to, value is null ? null : value as List<T> ?? [.. value]);
        }
    }

    internal override TList? Read(HeldReader from) =>
        from.ReadByte() == 1 ? (TList?)(object?)_array.Read(from) : (TList?)(object?)_list.Read(from);
}
