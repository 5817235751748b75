namespace Distil.Generators.Model;

/// <summary>How a pipeline is made from services and values.</summary>
/// <param name="Arguments">Of the constructor, in its order.</param>
/// <param name="Fault">Why it cannot be made so: the end of a sentence that begins with the class. Null: it can.</param>
internal sealed record CreationModel(EquatableArray<ConstructorArgumentModel> Arguments, string? Fault = null);

/// <summary>A parameter of a pipeline's constructor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Fully qualified.</param>
/// <param name="IsValue">It is a value; otherwise it is a service.</param>
/// <param name="Default">Of a value that can be left out: its default, as code.</param>
/// <param name="IsOptional">A service that need not be registered.</param>
/// <param name="Key">Of a service with <c>[FromKeyedServices]</c>: its key, as code.</param>
/// <param name="Summary">What the documentation comment says of it, on one line.</param>
internal sealed record ConstructorArgumentModel(
    string Name, string Type, bool IsValue, string? Default, bool IsOptional, string? Key, string? Summary);
