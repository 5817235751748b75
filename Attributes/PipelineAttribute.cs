namespace Distil;

/// <summary>
/// A partial class that is a pipeline: each get-only auto-property declared in it is a step, named by the property, and the edge
/// attributes on a property say whose rows it receives. The generator checks the graph and adds the members that run it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class PipelineAttribute : Attribute
{
    /// <summary>
    /// The user's <c>JsonSerializerContext</c>, whose <c>[JsonSerializable]</c> types may stand in columns that reach a file beside
    /// the types that always may. Default: none.
    /// </summary>
    public Type? Json { get; set; }
}
