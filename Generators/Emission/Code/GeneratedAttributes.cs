using Distil.Generators.Model;

namespace Distil.Generators.Emission.Code;

/// <summary>The attributes of generated types.</summary>
internal static class GeneratedAttributes
{
    /// <summary>Prints those of a class that generated code alone uses.</summary>
    public static void OnInner(IndentedWriter writer, PipelineModel model)
    {
        writer.Line(CSharpTypes.GeneratedCode);
        if (model.UsesObsolete)
        {
            writer.Line(CSharpTypes.Obsolete + " // It uses what is obsolete as an error.");
        }
    }
}
