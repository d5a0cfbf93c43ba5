package dev.concierge.server.identity.people.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

@Component
@ConditionalOnWebApplication
class AlertsMenu implements MenuContributor {
    private static final int ORDER = 1050;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.SEE_ALERTS.allows(person.role())
                ? List.of(new MenuEntry(ORDER, AlertPages.PAGE, "Alerts", "bell", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
