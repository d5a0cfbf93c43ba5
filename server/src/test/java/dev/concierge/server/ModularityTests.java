package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The rooms keep to what their package-info says they may use. */
@Tag("security")
class ModularityTests {
    private final ApplicationModules modules = ApplicationModules.of(ConciergeServer.class);

    /**
     * A package-info among the tests stands before the room's own on the class path; the room then says nothing of what it may use, and may use all.
     * Fifteen rooms were hidden so.
     */
    @Test
    void each_room_says_what_it_may_use() {
        assertThat(modules.stream().map(room -> room.getBasePackage().getName()))
                .isNotEmpty()
                .allSatisfy(room ->
                        assertThat(Class.forName(room + ".package-info")).hasAnnotation(ApplicationModule.class));
    }

    @Test
    void rooms_call_only_rooms_before_them() {
        modules.verify();
    }

    @Test
    void the_diagrams_are_drawn() {
        new Documenter(modules).writeModulesAsPlantUml().writeIndividualModulesAsPlantUml();
    }
}
