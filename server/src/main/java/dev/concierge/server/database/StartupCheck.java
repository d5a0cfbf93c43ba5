package dev.concierge.server.database;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;

/** Refuses to start on a schema of another version or on a table that is not isolated, with one line for each fault. */
final class StartupCheck implements InitializingBean {
    private final DatabaseSettings settings;
    private final SystemScope system;

    StartupCheck(DatabaseSettings settings, SystemScope system) {
        this.settings = settings;
        this.system = system;
    }

    @Override
    public void afterPropertiesSet() {
        List<String> faults = new ArrayList<>();
        String version = new DatabaseCommands(settings, System.out).versionFault();
        if (version != null) {
            faults.add(version);
        } else {
            faults.addAll(system.call(
                    jdbc -> Isolation.faults(jdbc, String.valueOf(settings.app().user()))));
        }
        if (!faults.isEmpty()) {
            throw new UnfitDatabaseException(faults);
        }
    }
}
