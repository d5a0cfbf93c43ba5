package dev.concierge.server.look.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

@Component
@ConditionalOnWebApplication
class LookMenu implements MenuContributor {
    private static final int ORDER = 1600;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.SET_LOOK.allows(person.role())
                ? List.of(new MenuEntry(ORDER, LookPages.PAGE, "Look", "sun", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
