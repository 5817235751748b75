namespace ApiDocs;

/// <summary>Which part of a member's documentation a passage is.</summary>
public enum Section
{
    /// <summary>What the member is or does.</summary>
    Summary,

    /// <summary>What a method returns, or what a property's value is.</summary>
    Returns,

    /// <summary>What a parameter means.</summary>
    Parameter,

    /// <summary>What a type parameter stands for.</summary>
    TypeParameter,

    /// <summary>When an exception is thrown.</summary>
    Exception,

    /// <summary>What else is worth knowing.</summary>
    Remarks,
}
