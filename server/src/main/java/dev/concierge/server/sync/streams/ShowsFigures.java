package dev.concierge.server.sync.streams;

import java.util.List;
import java.util.Map;

/** A stream whose records hold figures: their sums are kept by day. */
public interface ShowsFigures {
    /**
     * Where a record's content has them, as SQL/JSON paths to whole numbers or to texts of digits; several paths to one figure are added up. What a
     * content does not have counts for nothing.
     */
    Map<Figure, List<String>> figures();
}
