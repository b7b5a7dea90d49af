using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Support;

/// <summary>A regular grid of square cells over the region; fields are arrays of <see cref="Count"/> values, row by row from the south-west.</summary>
public sealed class Raster
{
    /// <summary>Side of a cell in metres.</summary>
    public const double Cell = 60;

    /// <summary>South-west corner in metres.</summary>
    public const double Left = -26000, Bottom = -17000;

    /// <summary>Columns.</summary>
    public int Width { get; } = 866;

    /// <summary>Rows.</summary>
    public int Height { get; } = 600;

    /// <summary>Number of cells.</summary>
    public int Count => Width * Height;

    /// <summary>Centre of a cell in metres.</summary>
    public Coordinate Centre(int cell) => new(Left + (((cell % Width) + 0.5) * Cell), Bottom + (((cell / Width) + 0.5) * Cell));

    /// <summary>The cell that holds a point; points outside fall to the nearest edge cell.</summary>
    public int CellAt(double x, double y)
    {
        var col = Math.Clamp((int)((x - Left) / Cell), 0, Width - 1);
        var row = Math.Clamp((int)((y - Bottom) / Cell), 0, Height - 1);
        return (row * Width) + col;
    }

    /// <summary>True when the cell lies on the rim of the grid.</summary>
    public bool OnRim(int cell)
    {
        var (col, row) = (cell % Width, cell / Width);
        return col == 0 || row == 0 || col == Width - 1 || row == Height - 1;
    }

    /// <summary>Writes the (up to 8) neighbours of a cell into the buffer and returns how many there are.</summary>
    public int Neighbours(int cell, Span<int> buffer)
    {
        var (col, row) = (cell % Width, cell / Width);
        var n = 0;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if ((dx | dy) != 0 && col + dx >= 0 && col + dx < Width && row + dy >= 0 && row + dy < Height)
                    buffer[n++] = cell + (dy * Width) + dx;
            }
        }
        return n;
    }

    /// <summary>Distance in metres between the centres of two neighbours.</summary>
    public double Step(int a, int b)
    {
        var gap = Math.Abs(a - b);
        return gap == 1 || gap == Width ? Cell : Cell * Math.Sqrt(2);
    }

    /// <summary>Bilinear value of a field at a point.</summary>
    public double Sample(double[] field, double x, double y)
    {
        var (u, v) = (((x - Left) / Cell) - 0.5, ((y - Bottom) / Cell) - 0.5);
        var col = Math.Clamp((int)Math.Floor(u), 0, Width - 2);
        var row = Math.Clamp((int)Math.Floor(v), 0, Height - 2);
        var (fu, fv) = (Math.Clamp(u - col, 0, 1), Math.Clamp(v - row, 0, 1));
        var i = (row * Width) + col;
        return (((field[i] * (1 - fu)) + (field[i + 1] * fu)) * (1 - fv)) + (((field[i + Width] * (1 - fu)) + (field[i + Width + 1] * fu)) * fv);
    }

    /// <summary>All cells whose centre is within a radius of a point.</summary>
    public IEnumerable<int> Disc(double x, double y, double radius)
    {
        var reach = (int)Math.Ceiling(radius / Cell);
        var middle = CellAt(x, y);
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                var cell = CellAt(x + (dx * Cell), y + (dy * Cell));
                var c = Centre(cell);
                if (cell == middle || Math.Sqrt(((c.X - x) * (c.X - x)) + ((c.Y - y) * (c.Y - y))) <= radius)
                    yield return cell;
            }
        }
    }
}
