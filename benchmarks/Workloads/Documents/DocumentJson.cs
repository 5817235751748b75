using System.Text.Json.Serialization;

namespace Distil.Benchmarks.Workloads.Documents;

[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(Graded))]
internal sealed partial class DocumentJson : JsonSerializerContext;
