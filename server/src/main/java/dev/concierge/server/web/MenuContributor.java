package dev.concierge.server.web;

import java.util.List;

/** A room with pages implements this, as a bean, to stand in the menu. Asked once for each whole page, so it must be quick. */
public interface MenuContributor {
    /** The entries this person may open; empty when there are none. */
    List<MenuEntry> entriesFor(Caller.Person person);
}
