package dev.concierge.server.catalog.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class AdminProvidersMenu implements MenuContributor {
    private static final int ORDER = 1100;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.REGISTRATIONS.allows(person.role())
                ? List.of(new MenuEntry(
                        ORDER, AdminProvidersPages.PAGE, "Providers", "sliders", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
