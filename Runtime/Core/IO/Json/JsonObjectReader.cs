using System.ComponentModel;
using System.Text.Json;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>
/// Reads the members of an object in any order, and holds the object to what its type asks for: it is an object, no member stands twice,
/// and those that must have a value have one. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct JsonObjectReader
{
    private const int BitsInWord = 64;

    private readonly JsonMember[] _members;
    private readonly bool _isStrict;
    private readonly ulong[] _moreSeen;
    private ulong _seen;
    private int _expected;

    /// <summary>Begins an object.</summary>
    /// <param name="reader">Stands on the value; anything but an object is refused.</param>
    /// <param name="members">The members that are read; others are passed over.</param>
    /// <param name="strict">Members that must have a value are held to it; false: what a data set holds is taken as it was written.</param>
    public JsonObjectReader(ref Utf8JsonReader reader, JsonMember[] members, bool strict)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonValueException.Expected(ref reader, "an object");
        }

        _members = members;
        _isStrict = strict;
        _moreSeen = members.Length > BitsInWord ? new ulong[(members.Length - 1) / BitsInWord] : [];
    }

    /// <summary>Goes to the value of the next member.</summary>
    /// <param name="reader">Stands on the object's start or on the end of a value, and afterwards on the value or the object's end.</param>
    /// <param name="member">Which member it is.</param>
    /// <returns>False: there are no more.</returns>
    public bool Next(ref Utf8JsonReader reader, out int member)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            member = Find(ref reader);
            if (member < 0)
            {
                reader.Skip();
                continue;
            }

            See(member);
            reader.Read();
            if (_isStrict && reader.TokenType == JsonTokenType.Null && !_members[member].AllowsNull)
            {
                throw JsonValueException.Null(ref reader, _members[member].Expected);
            }

            return true;
        }

        for (member = 0; _isStrict && member < _members.Length; member++)
        {
            if (!_members[member].AllowsMissing && !Has(member))
            {
                throw JsonValueException.Missing(ref reader, _members[member]);
            }
        }

        member = -1;
        return false;
    }

    /// <summary>Whether a member was there.</summary>
    /// <param name="member">Which member.</param>
    public readonly bool Has(int member) =>
        ((member < BitsInWord ? _seen : _moreSeen[(member / BitsInWord) - 1]) >> (member % BitsInWord) & 1) != 0;

    /// <summary>A row that was made without a member shows that it has no default for it.</summary>
    /// <param name="reader">Stands on the object's end.</param>
    /// <param name="member">Which member.</param>
    /// <returns>The exception to throw.</returns>
    public readonly JsonException NoDefault(ref Utf8JsonReader reader, int member) =>
        JsonValueException.Missing(ref reader, _members[member]);

    private void See(int member)
    {
        if (member >= BitsInWord)
        {
            _moreSeen[(member / BitsInWord) - 1] |= 1ul << (member % BitsInWord);
        }
        else
        {
            _seen |= 1ul << member;
        }
    }

    /// <summary>The member whose name the reader stands on, mostly the next one as it is written; -1: it is none.</summary>
    private int Find(ref Utf8JsonReader reader)
    {
        if (_expected < _members.Length && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_members[_expected].Utf8Name)
            && !_members[_expected].IsIgnored && !Has(_expected))
        {
            return _expected++;
        }

        var name = JsonName.Of(ref reader);
        for (var member = 0; member < _members.Length; member++)
        {
            if (!Has(member) && name.Is(ref reader, _members[member]))
            {
                _expected = member + 1;
                return member;
            }
        }

        for (var member = 0; member < _members.Length; member++)
        {
            if (name.Matches(ref reader, _members[member]))
            {
                return Has(member) ? throw JsonValueException.Twice(ref reader, _members[member]) : member;
            }
        }

        return -1;
    }
}
