namespace Distil.Generators.Model;

/// <summary>When a member of a row is left out of a line that is written.</summary>
internal enum Omission
{
    Never,

    /// <summary>Where its value is null.</summary>
    WhenNull,

    /// <summary>Where its value is the default of its type.</summary>
    WhenDefault,
    Always,
}
