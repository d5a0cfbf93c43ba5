package dev.concierge.server;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The rooms keep to what their package-info says they may use. */
@Tag("security")
class ModularityTests {
    private final ApplicationModules modules = ApplicationModules.of(ConciergeServer.class);

    @Test
    void rooms_call_only_rooms_before_them() {
        modules.verify();
    }

    @Test
    void the_diagrams_are_drawn() {
        new Documenter(modules).writeModulesAsPlantUml().writeIndividualModulesAsPlantUml();
    }
}
