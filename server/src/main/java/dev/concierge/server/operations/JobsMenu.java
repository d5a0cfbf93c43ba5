package dev.concierge.server.operations;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class JobsMenu implements MenuContributor {
    private static final int ORDER = 1300;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.JOBS.allows(person.role())
                ? List.of(new MenuEntry(ORDER, JobsPage.PAGE, "Jobs", "queue", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
