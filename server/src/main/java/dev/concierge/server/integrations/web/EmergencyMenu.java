package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class EmergencyMenu implements MenuContributor {
    private static final int ORDER = 1900;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.EMERGENCY_STOPS.allows(person.role())
                ? List.of(
                        new MenuEntry(ORDER, EmergencyPage.PAGE, "Emergency", "unplug", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
