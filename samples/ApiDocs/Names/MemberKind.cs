namespace ApiDocs;

/// <summary>What a documented member is. Each kind has questions of its own.</summary>
public enum MemberKind
{
    /// <summary>A class, struct, interface, enum or delegate; the documentation does not tell which.</summary>
    Type,

    /// <summary>A constructor.</summary>
    Constructor,

    /// <summary>A method.</summary>
    Method,

    /// <summary>An operator or a conversion.</summary>
    Operator,

    /// <summary>A property or an indexer.</summary>
    Property,

    /// <summary>A field, a constant or a member of an enum.</summary>
    Field,

    /// <summary>An event.</summary>
    Event,
}
