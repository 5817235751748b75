using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class PartialTests
{
    [Fact]
    public Task A_pipeline_becomes_partial() => CodeFix.VerifyAsync(
        "DSTL0001",
        """
        namespace App;

        /// <summary>Mine.</summary>
        [Pipeline]
        public sealed class Reviews // all of them
        {
            Load All { get; } = new();
        }
        """,
        """
        namespace App;

        /// <summary>Mine.</summary>
        [Pipeline]
        public sealed partial class Reviews // all of them
        {
            Load All { get; } = new();
        }
        """,
        "Make 'Reviews' partial");

    [Fact]
    public Task An_outer_type_becomes_partial() => CodeFix.VerifyAsync(
        "DSTL0002",
        """
        namespace App
        {
            internal static class Outer
            {
                [Pipeline] partial class Reviews { Load All { get; } = new(); }
            }
        }
        """,
        """
        namespace App
        {
            internal static partial class Outer
            {
                [Pipeline] partial class Reviews { Load All { get; } = new(); }
            }
        }
        """,
        "Make 'Outer' partial");

    [Fact]
    public Task All_pipelines_of_a_project_become_partial() => CodeFix.VerifyAllAsync(
        "DSTL0001",
        FixAllScope.Project,
        (
            "A.cs",
            "[Pipeline] class A { Load All { get; } = new(); }\r\n[Pipeline] public record B { Load All { get; } = new(); }\r\n",
            "[Pipeline] partial class A { Load All { get; } = new(); }\r\n[Pipeline] public partial record B { Load All { get; } = new(); }\r\n"),
        (
            "C.cs",
            "[Pipeline] class C { Load All { get; } = new(); }",
            "[Pipeline] partial class C { Load All { get; } = new(); }"));

    /// <summary>Two pipelines tell of one outer type; it gets the word once.</summary>
    [Fact]
    public Task An_outer_type_of_two_pipelines_becomes_partial_once() => CodeFix.VerifyAllAsync(
        "DSTL0002",
        FixAllScope.Document,
        (
            "A.cs",
            "class O { [Pipeline] partial class A { Load All { get; } = new(); } [Pipeline] partial class B { Load All { get; } = new(); } }",
            "partial class O { [Pipeline] partial class A { Load All { get; } = new(); } [Pipeline] partial class B { Load All { get; } = new(); } }"));
}
