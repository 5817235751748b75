using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Json;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The class that reads the lines of a file into columns.</summary>
internal sealed class JsonParserEmitter
{
    /// <summary>The members that every parser has.</summary>
    private static readonly string[] s_members =
        ["CreateRows", "Read", "Missing", "TryRead", "ReadValue", "Initialised", "MembersInitialisedFrom"];

    private readonly EmissionContext _context;
    private readonly IndentedWriter _w;
    private readonly JsonInputModel _json;
    private readonly ResultsNames _results;
    private readonly string _parser;
    private readonly NameScope _names;

    /// <summary>The members whose columns something below needs.</summary>
    private readonly List<Input> _inputs;

    public JsonParserEmitter(EmissionContext context, JsonInputModel json, ResultsNames results, string parser)
    {
        _context = context;
        _w = context.Writer;
        _json = json;
        _results = results;
        _parser = parser;
        _names = new NameScope([.. NameScope.ObjectMembers, parser, .. s_members]);
        _inputs = json.Members
            .Select((member, index) => (Member: member, Index: index))
            .Where(item => results.Fields.Has(item.Member.Column))
            .Select(item => new Input(item.Member.Json, item.Member.Column, item.Index, results.Fields[item.Member.Column]))
            .ToList();
    }

    public void Emit()
    {
        EmitShapes();
        EmitConstructor();
        _w.Gap();
        _w.Line($"public override {_results.Class} CreateRows(int capacity) => new(capacity);");
        _w.Gap();
        EmitRead();
        _w.Gap();
        EmitMissing();
        _w.Gap();
        EmitTryRead();
        if (_inputs.Exists(input => input.Member.HasDefaultOfRow))
        {
            EmitInitialised();
        }
    }

    /// <summary>Declares the shapes that check whether the raw JSON of a column is as a data set would write it.</summary>
    private void EmitShapes()
    {
        foreach (var input in _inputs.Where(input => _context.IsRawJson(input.Column)))
        {
            if (_context.Json.Shape(input.Member.JsonType) is { } shape)
            {
                input.Shape = _names.Take(input.Field.TrimStart('@') + "Shape");
                _w.Line($"private static readonly {CSharpTypes.JsonShape} {input.Shape} = {shape};");
            }
        }

        if (_inputs.Exists(input => input.Shape is not null))
        {
            _w.Gap();
        }
    }

    private void EmitConstructor()
    {
        _w.Line($"public {_parser}()");
        using (_w.Indented())
        {
            _w.Line(": base(");
            using (_w.Indented())
            {
                for (var i = 0; i < _json.Members.Count; i++)
                {
                    var member = _json.Members[i];
                    _w.Line(_context.Json.Member(member.Json, _results.Fields.Has(member.Column), member.Json.IsNullable)
                        + (i + 1 < _json.Members.Count ? "," : ")"));
                }
            }
        }

        using (_w.Braces())
        {
        }
    }

    private void EmitRead()
    {
        using var method = _w.Block(
            $"public override void Read(int member, ref {CSharpTypes.Reader} reader, {_results.Class} rows, int row)");
        Switch(_inputs.Where(input => input.Member.IsRead), input => EmitValue(
            input, () => _context.Json.Copy(input.Member.JsonType), _context.Json.Read(input.Member.JsonType, CSharpTypes.Strict)));
    }

    private void EmitTryRead()
    {
        _w.Line(CSharpTypes.OptimizedAtOnce);
        using var method = _w.Block(
            $"public override bool TryRead(ref {CSharpTypes.Engine}JsonScanner line, {_results.Class} rows, int row)");
        using (_w.Block("for (var next = 0; next < line.Count; next++)"))
        {
            using (_w.Block("if (!line.Enter(next, out var member))"))
            {
                _w.Line("return false;");
            }

            _w.Gap();
            Switch(_inputs.Where(input => input.Member.IsRead), EmitScan, "if (!line.Skip())");
        }

        _w.Gap();
        _w.Line("return true;");
    }

    /// <summary>
    /// Prints the values of members that a line lacks. Where only a row object knows the defaults, one is made for the line.
    /// </summary>
    private void EmitMissing()
    {
        var absent = _inputs.Where(input => input.Member.MayBeMissing).ToList();
        using var method = _w.Block(
            $"public override int Missing(global::System.ReadOnlySpan<int> members, {CSharpTypes.Bytes} line, "
                + $"{_results.Class} rows, int row)");
        if (absent.Count > 0)
        {
            if (absent.Exists(input => input.Member.HasDefaultOfRow))
            {
                _w.Line($"{_json.RowType} made = default;");
                _w.Line("var isMade = false;");
            }

            // A loop over the span itself needs C# 13.
            using var loop = _w.Block("for (var next = 0; next < members.Length; next++)");
            _w.Line("var member = members[next];");
            Switch(absent, EmitDefault);
        }

        _w.Gap();
        _w.Line("return -1;");
    }

    private void EmitDefault(Input input)
    {
        var member = input.Member;
        if (member.HasDefaultOfRow)
        {
            using (_w.Block("if (!isMade)"))
            {
                _w.Line("made = Initialised(line);");
                _w.Line("isMade = true;");
            }

            _w.Gap();
            if (member.Proof != DefaultProof.None)
            {
                using (_w.Block($"if ({RowMaking.IsMissing(member, "made")})"))
                {
                    _w.Line($"return {input.Index};");
                }

                _w.Gap();
            }
        }

        var value = $"({member.JsonType})({(member.HasDefaultOfRow ? "made." + Names.Escape(member.Name) : member.Default ?? "default")})";
        EmitValue(input, () => _context.Json.Write(member.JsonType, value), value);
    }

    private void Switch(IEnumerable<Input> inputs, Action<Input> emit, string? otherwise = null)
    {
        var cases = inputs.ToList();
        if (cases.Count == 0 && otherwise is null)
        {
            return;
        }

        using var all = _w.Block("switch (member)");
        foreach (var input in cases)
        {
            _w.Line($"case {input.Index}:");
            using (_w.Indented())
            {
                emit(input);
                _w.Line("break;");
            }
        }

        if (otherwise is not null)
        {
            _w.Line("default:");
            using (_w.Indented())
            {
                using (_w.Block(otherwise))
                {
                    _w.Line("return false;");
                }

                _w.Gap();
                _w.Line("break;");
            }
        }
    }

    /// <summary>Prints the statement that stores a value in its column, decoded or as raw JSON.</summary>
    private void EmitValue(Input input, Func<string> write, string value)
    {
        if (!_context.IsRawJson(input.Column))
        {
            _w.Line($"{input.Cells}[row] = {value};");
            return;
        }

        using (_w.Braces())
        {
            _w.Line($"var writer = {input.Cells}.BeginValue();");
            _w.Line(write());
            _w.Line($"{input.Cells}.EndValue(row);");
        }
    }

    private void EmitScan(Input input)
    {
        var isRawJson = _context.IsRawJson(input.Column);
        var scan = isRawJson ? null : _context.Json.Scan(input.Member.JsonType);
        if (input.Member.IsNullable && (input.Shape is not null || scan is not null))
        {
            using (_w.Block("if (line.Null())"))
            {
                _w.Line($"{input.Cells}[row] = {(isRawJson ? "default" : "null")};");
                _w.Line("break;");
            }

            _w.Gap();
        }

        if (scan is not var (method, type))
        {
            var isNotPlain = input.Shape is null ? "" : $"!line.Plain({input.Shape}, {input.Cells}, row) && ";
            using (_w.Block($"if ({isNotPlain}!ReadValue({input.Index}, ref line, rows, row))"))
            {
                _w.Line("return false;");
            }

            _w.Gap();
            return;
        }

        using (_w.Block($"if (!line.{method}(out {type} value{input.Index}))"))
        {
            _w.Line("return false;");
        }

        _w.Gap();
        _w.Line($"{input.Cells}[row] = value{input.Index};");
    }

    /// <summary>Makes a row of the members that a line must have, to read the defaults of the others from it.</summary>
    private void EmitInitialised()
    {
        var given = _json.Members.Select(member => member.Json).Where(member => member.InConstructor || !member.IsOptional).ToList();
        _w.Gap();
        _context.Json.DeclareMembers("MembersInitialisedFrom", given);
        using var method = _w.Block($"private static {_json.RowType} Initialised({CSharpTypes.Bytes} line)");
        _w.Line("const bool strict = true;");
        _w.Line($"var reader = {CSharpTypes.JsonValueReader}.OpenLine(line);");
        _context.Json.ReadObject(_json.RowType, given, "MembersInitialisedFrom", "strict");
    }

    /// <summary>A member that is read into a column.</summary>
    /// <param name="Index">Its index among the members of a line.</param>
    /// <param name="Field">The field that holds the column.</param>
    private sealed record Input(JsonMemberModel Member, int Column, int Index, string Field)
    {
        public string Cells => "rows." + Field;

        /// <summary>The field that tells whether a value stands as a data set would write it; null: there is none.</summary>
        public string? Shape { get; set; }
    }
}
