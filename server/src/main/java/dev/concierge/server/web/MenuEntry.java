package dev.concierge.server.web;

/**
 * One line of the menu.
 *
 * @param order smaller comes first; 100 apart, so that later rooms fit between
 * @param path of the page; the entry is the current one on this path and below
 * @param label one word
 * @param icon an icon of the sprite, without {@code i-}
 * @param place where it stands
 * @param attention how many things on that page need the person; 0 draws nothing
 */
public record MenuEntry(int order, String path, String label, String icon, Place place, long attention) {
    /** Where an entry stands. */
    public enum Place {
        /** In the rail, and in the bar at the bottom of a phone. */
        BAR,
        /** In the rail, and behind "More" on a phone. */
        MORE,
        /** In the rail under "Administration". */
        ADMINISTRATION
    }

    public MenuEntry(int order, String path, String label, String icon, Place place) {
        this(order, path, label, icon, place, 0);
    }

    /** Whether a page at this path belongs to the entry. The overview at {@code /} has no pages below it. */
    public boolean covers(String current) {
        return current.equals(path) || (!path.equals("/") && current.startsWith(path + "/"));
    }
}
