using System.Collections.Immutable;
using Distil.Generators.Model;

namespace Distil.Generators.Diagnostics;

/// <summary>What a finding gives to its code fix, by the names of <see cref="FixProperties"/>. Compares by value.</summary>
internal sealed class FixData : IEquatable<FixData>
{
    private readonly EquatableArray<(string Name, string Value)> _properties;

    private FixData(IEnumerable<(string Name, string Value)> properties) => _properties = properties.ToEquatableArray();

    public static FixData Empty { get; } = new([]);

    /// <summary>With the property, or without it where there is no value.</summary>
    public FixData With(string name, string? value) => value is null ? this : new FixData(_properties.Append((name, value)));

    public FixData With(string name, IEnumerable<string> values)
    {
        var list = string.Join(FixProperties.Separator.ToString(), values);
        return list.Length == 0 ? this : With(name, list);
    }

    public ImmutableDictionary<string, string?> ToProperties() =>
        ImmutableDictionary.CreateRange(_properties.Select(property => new KeyValuePair<string, string?>(property.Name, property.Value)));

    public bool Equals(FixData? other) => other is not null && _properties.Equals(other._properties);

    public override bool Equals(object? obj) => Equals(obj as FixData);

    public override int GetHashCode() => _properties.GetHashCode();
}
