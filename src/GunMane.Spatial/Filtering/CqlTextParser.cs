using GunMane.Spatial.Model;

namespace GunMane.Spatial.Filtering;

/// <summary>Reads CQL2 text (21-065r2, annex B). Keywords in any case; AND binds closer than OR, NOT closest.</summary>
public static class CqlTextParser
{
    /// <summary>The filter that a text means.</summary>
    /// <exception cref="GunManeException">It can't be read or is too large: BadInput, parameter filter, with the character.</exception>
    public static CqlNode Parse(string text) => CqlCheck.Filter(new CqlTextReader(CqlLexer.Read(text)).Whole());
}

/// <summary>One reading of a text, by recursive descent: or → and → not → predicate → sum → product → power → value.</summary>
internal sealed partial class CqlTextReader(List<CqlToken> tokens)
{
    private int next;
    private int depth;

    private CqlToken Current => tokens[next];

    private string Here => CqlFault.Character(Current.Offset);

    public CqlNode Whole()
    {
        var filter = Or();
        return Current.Kind == CqlTokenKind.End ? filter : throw Unexpected("AND、OR か終わり", "AND, OR or the end");
    }

    private CqlNode Or() => Chain("or", And);

    private CqlNode And() => Chain("and", Not);

    private CqlNode Chain(string word, Func<CqlNode> part)
    {
        Deeper();
        var (at, parts) = (Here, new List<CqlNode> { part() });
        while (Take(word)) parts.Add(part());
        depth--;
        return parts.Count == 1 ? parts[0] : new CqlCall(word, (IReadOnlyList<CqlNode>)parts) { At = at };
    }

    // Each bracket costs two levels (or, and): the tree itself is checked once it stands, this only keeps the stack small.
    private void Deeper()
    {
        if (++depth > (2 * CqlLimits.Depth) + 8) throw CqlFault.Over(Here, CqlLimits.DepthFact, $"入れ子が深すぎます。{CqlLimits.Depth} 段までです。", $"At most {CqlLimits.Depth} levels.");
    }

    private CqlNode Not()
    {
        var at = Here;
        return Take("not") ? new CqlCall("not", Predicate()) { At = at } : Predicate();
    }

    private CqlNode Predicate()
    {
        var left = Sum();
        var at = Here;
        if (Current.Kind == CqlTokenKind.Symbol && CqlOperators.Find(Current.Text) is { } comparison && CqlOperators.KindOf(comparison) == CqlKind.Comparison)
        {
            next++;
            return new CqlCall(comparison, left, Sum()) { At = at };
        }

        if (Take("is"))
        {
            var isNot = Take("not");
            Need("null");
            return Negated(isNot, new CqlCall("isNull", left) { At = at });
        }

        var negated = Take("not");
        if (Take("like")) return Negated(negated, new CqlCall("like", left, Sum()) { At = at });
        if (Take("in")) return Negated(negated, new CqlCall("in", left, List()) { At = at });
        if (Take("between"))
        {
            var least = Sum();
            Need("and");
            return Negated(negated, new CqlCall("between", left, least, Sum()) { At = at });
        }

        return negated ? throw Unexpected("LIKE、BETWEEN か IN", "LIKE, BETWEEN or IN") : left;
    }

    private static CqlCall Negated(bool negated, CqlCall call) => negated ? new CqlCall("not", call) { At = call.At } : call;

    private CqlNode Sum() => LeftToRight(Product, "+", "-");

    private CqlNode Product() => LeftToRight(Power, "*", "/", "%", "div");

    private CqlNode LeftToRight(Func<CqlNode> part, params ReadOnlySpan<string> operators)
    {
        var left = part();
        while (true)
        {
            var found = "";
            foreach (var one in operators) found = Current.Is(one) ? one : found;
            if (found.Length == 0) return left;
            var at = Here;
            next++;
            left = new CqlCall(found, left, part()) { At = at };
        }
    }

    private CqlNode Power()
    {
        var left = Value();
        var at = Here;
        return Take("^") ? new CqlCall("^", left, Value()) { At = at } : left;
    }

    private CqlNode Value()
    {
        var (token, at) = (Current, Here);
        var sign = token.Is("-") ? -1 : 1;
        if (token.Is("-") || token.Is("+")) token = tokens[++next];
        if (token.Kind == CqlTokenKind.Number)
        {
            next++;
            return new CqlNumber(sign * token.Number) { At = at };
        }

        if (sign < 0) throw Unexpected("数", "a number");
        return token.Kind switch
        {
            CqlTokenKind.Text => Taken(new CqlString(token.Text) { At = at }),
            CqlTokenKind.Quoted => Taken(new CqlProperty(token.Text) { At = at }),
            CqlTokenKind.Word when tokens[next + 1].Is("(") || (tokens[next + 1].Is("z") && IsShape(token.Text.ToUpperInvariant())) => Function(token.Text.ToUpperInvariant(), at),
            CqlTokenKind.Word when token.Is("true") || token.Is("false") => Taken(new CqlBoolean(token.Is("true")) { At = at }),
            CqlTokenKind.Word when !CqlTextWriter.IsKeyword(token.Text) => Taken(new CqlProperty(token.Text) { At = at }),
            _ when Take("(") => Bracketed(),
            _ => throw Unexpected("項目名か値", "a property or a value"),
        };
    }

    private CqlNode Taken(CqlNode node)
    {
        next++;
        return node;
    }

    private CqlNode Bracketed()
    {
        var inside = Or();
        Need(")");
        return inside;
    }

    private CqlNode Function(string name, string at)
    {
        var written = Current.Text;
        next++;
        if (Shape(name, at) is { } shape) return shape;
        Need("(");
        if (name is "DATE" or "TIMESTAMP" or "INTERVAL") return Time(name, at);
        if (CqlOperators.Find(name) is not { } known || !CqlOperators.IsFunction(known))
            throw CqlFault.At(at, $"関数「{written}」はありません。CQL2 の関数（CASEI、ACCENTI、S_INTERSECTS、T_DURING、A_CONTAINS など）と、{CqlFunctions.Signatures} が使えます。", $"There is no function {written}; see /ogc/functions.");
        Deeper();
        var operands = new List<CqlNode>();
        if (!Take(")"))
        {
            do operands.Add(CqlOperators.KindOf(known) == CqlKind.Array && Current.Is("(") ? List() : Sum());
            while (Take(","));
            Need(")");
        }

        depth--;
        return new CqlCall(known, (IReadOnlyList<CqlNode>)operands) { At = at };
    }

    private CqlNode Time(string name, string at)
    {
        var first = End();
        CqlNode? last = null;
        if (name == "INTERVAL")
        {
            Need(",");
            last = End();
        }

        Need(")");
        return last is not null ? CqlTime.Interval(first, last, at) : first switch
        {
            CqlDate when name == "DATE" => first with { At = at },
            CqlTimestamp when name == "TIMESTAMP" => first with { At = at },
            _ => throw CqlFault.At(at, "DATE('2026-04-01') か TIMESTAMP('2026-04-01T09:00:00Z') と書きます。", "Write DATE('2026-04-01') or TIMESTAMP('2026-04-01T09:00:00Z')."),
        };
    }

    private CqlNode End()
    {
        var at = Here;
        if (Current.Kind == CqlTokenKind.Text) return Taken(CqlTime.End(Current.Text, at));
        if (Current.Kind is CqlTokenKind.Word or CqlTokenKind.Quoted) return Taken(new CqlProperty(Current.Text) { At = at });
        throw Unexpected("'2026-04-01' か項目名", "'2026-04-01' or a property");
    }

    private CqlList List()
    {
        var (at, items) = (Here, new List<CqlNode>());
        Need("(");
        if (!Take(")"))
        {
            do items.Add(Sum());
            while (Take(","));
            Need(")");
        }

        return new CqlList(items) { At = at };
    }

    private bool Take(string text)
    {
        if (!Current.Is(text)) return false;
        next++;
        return true;
    }

    private void Need(string text)
    {
        if (!Take(text)) throw Unexpected($"「{text.ToUpperInvariant()}」", text.ToUpperInvariant());
    }

    private GunManeException Unexpected(string japanese, string english) => CqlFault.At(Here,
        $"{japanese}が必要ですが、{(Current.Kind == CqlTokenKind.End ? "ここで終わっています" : $"「{Current.Text}」があります")}。", $"Expected {english}.");
}
