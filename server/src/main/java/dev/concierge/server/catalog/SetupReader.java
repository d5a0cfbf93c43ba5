package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The sections {@code registration} and {@code quirks}. */
final class SetupReader {
    private SetupReader() {}

    static Setup setup(Section file) {
        return file.optionalSection("registration")
                .map(closing(section -> new Setup(
                        section.optionalUrl("console"),
                        section.optionalUrl("docs"),
                        section.optionalText("sharedWith", ProviderReader.ID, "the id of a provider"),
                        section.optionalTexts("steps"),
                        section.optionalText("testUsers"))))
                .orElse(Setup.NONE);
    }

    static List<Quirk> quirks(Section file) {
        return file.optionalSection("quirks").map(closing(SetupReader::read)).orElse(List.of());
    }

    private static List<Quirk> read(Section section) {
        List<Quirk> quirks = new ArrayList<>();
        URI permissions = section.optionalUrl("permissionList");
        if (permissions != null) {
            quirks.add(new Quirk.PermissionList(permissions));
        }
        URI emails = section.optionalUrl("emailList");
        if (emails != null) {
            quirks.add(new Quirk.EmailList(emails));
        }
        String scopeless = section.optionalText("scopelessTokens", "[A-Za-z0-9_-]{2,16}", "how such tokens begin");
        if (scopeless != null) {
            quirks.add(new Quirk.ScopelessTokens(scopeless));
        }
        return quirks;
    }
}
