using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Benchmarks.Generation;

/// <summary>
/// A project in an editor: one driver that has run, and the files as they stand now. Each edit follows the one before, so all that the
/// compiler, the driver and the generators keep from one edit to the next is kept here too.
/// </summary>
internal sealed class Editor
{
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public Editor(UserProject project, IReadOnlyList<IIncrementalGenerator> generators, bool track = false)
    {
        _compilation = project.Parse();
        _driver = UserProject.Driver(generators, track).RunGenerators(_compilation);
    }

    public GeneratorDriverRunResult Result => _driver.GetRunResult();

    /// <summary>Changes a file as an editor tells the compiler of it, and runs nothing.</summary>
    public void Type(Edit edit)
    {
        var tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == edit.Path);
        var text = tree.GetText();
        var before = text.ToString();
        var isTypedAgain = !before.Contains(edit.Before, StringComparison.Ordinal);
        var (old, with) = isTypedAgain ? (edit.After, edit.Before) : (edit.Before, edit.After);
        var start = before.IndexOf(old, StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"'{edit.Path}' does not contain '{old}'.");
        }

        _compilation = _compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, old.Length), with))));
    }

    /// <summary>Runs the generators on the files as they are now.</summary>
    public GeneratorDriver Run() => _driver = _driver.RunGenerators(_compilation);
}
