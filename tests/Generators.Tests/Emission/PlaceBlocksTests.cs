using Distil.Generators.Emission.Loops;

namespace Distil.Generators.Tests.Emission;

/// <summary>The text of what a failed row still needs: blocks of one place become one, and short ones become lines.</summary>
public sealed class PlaceBlocksTests
{
    [Fact]
    public void Blocks_of_one_place_that_follow_each_other_are_one() => Assert.Equal(
        """
        if (place < 2)
        {
            A();
            B();
            C();
        }
        """,
        Merged(
            """
            if (place < 2)
            {
                A();
                B();
            }

            if (place < 2)
            {
                C();
            }
            """));

    [Fact]
    public void Three_blocks_are_one() => Assert.Equal(
        """
        if (place == 1)
        {
            A();
            B();
            C();
        }
        """,
        Merged(
            """
            if (place == 1)
            {
                A();
            }
            if (place == 1)
            {
                B();
            }
            if (place == 1)
            {
                C();
            }
            """));

    [Fact]
    public void What_is_declared_of_the_place_alone_stands_before_both() => Assert.Equal(
        """
        var goesOn = place != 3;
        if (place < 2)
        {
            A();
            if (goesOn) { B(); }
        }
        """,
        Merged(
            """
            if (place < 2)
            {
                A();
            }

            var goesOn = place != 3;
            if (place < 2)
            {
                if (goesOn) { B(); }
            }
            """));

    [Theory]
    [InlineData("B();")]
    [InlineData("var b = B();")]
    [InlineData("var b = places + 1;")]
    public void Blocks_with_a_statement_between_them_stay_two(string between) => Assert.Equal(
        $$"""
        if (place < 2)
        {
            A();
            A();
        }

        {{between}}
        if (place < 2)
        {
            C();
            C();
        }
        """,
        Merged(
            $$"""
            if (place < 2)
            {
                A();
                A();
            }

            {{between}}
            if (place < 2)
            {
                C();
                C();
            }
            """));

    [Theory]
    [InlineData("if (place < 3)", "if (place < 2)")]
    [InlineData("if (goesOn)", "if (goesOn)")]
    [InlineData("foreach (var child in children)", "foreach (var child in children)")]
    public void Blocks_of_other_conditions_stay_two(string first, string second)
    {
        var text =
            $$"""
            {{first}}
            {
                A();
                A();
            }

            {{second}}
            {
                B();
                B();
            }
            """.ReplaceLineEndings("\n");

        Assert.Equal(text, PlaceBlocks.Merge(text));
    }

    [Fact]
    public void Blocks_in_blocks_are_put_together_too() => Assert.Equal(
        """
        if (goesOn)
        {
            if (place < 2)
            {
                A();
                B();
            }
        }
        if (place < 2) { C(); }
        """,
        Merged(
            """
            if (goesOn)
            {
                if (place < 2)
                {
                    A();
                }
                if (place < 2)
                {
                    B();
                }
            }
            if (place < 2)
            {
                C();
            }
            """));

    [Fact]
    public void Lines_follow_each_other_without_a_gap() => Assert.Equal(
        """
        if (place < 1) { A(); }
        if (place < 2) { B(); }
        C();
        """,
        Merged(
            """
            if (place < 1)
            {
                A();
            }

            if (place < 2)
            {
                B();
            }

            C();
            """));

    [Theory]
    [InlineData(140, true)]
    [InlineData(150, false)]
    public void A_line_that_would_be_too_long_stays_a_block(int length, bool isLine)
    {
        var statement = new string('A', length) + "();";

        Assert.Equal(
            isLine ? $"if (place < 1) {{ {statement} }}" : $"if (place < 1)\n{{\n    {statement}\n}}",
            PlaceBlocks.Merge($"if (place < 1)\n{{\n    {statement}\n}}"));
    }

    [Fact]
    public void A_block_of_a_block_stays_one() => Assert.Equal(
        """
        if (place < 1)
        {
            if (goesOn)
            {
                A();
            }
        }
        """,
        Merged(
            """
            if (place < 1)
            {
                if (goesOn)
                {
                    A();
                }
            }
            """));

    private static string Merged(string text) => PlaceBlocks.Merge(text.ReplaceLineEndings("\n"));
}
