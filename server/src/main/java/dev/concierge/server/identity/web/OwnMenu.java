package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

@Component
@ConditionalOnWebApplication
class OwnMenu implements MenuContributor {
    private static final int ACTIVITY = 700;
    private static final int PROFILE = 850;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(
                new MenuEntry(ACTIVITY, ActivityPages.PAGE, "Activity", "activity", MenuEntry.Place.MORE),
                new MenuEntry(PROFILE, ProfilePages.PAGE, "Profile", "person", MenuEntry.Place.MORE));
    }
}
