package dev.concierge.server.identity.people.web;

import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import java.util.Arrays;
import java.util.List;

/**
 * Template {@code people/roles}: GET {@code /admin/roles}, the table of roles and permissions.
 *
 * @param roles the heads of the columns, from least to most
 * @param rows one for each permission
 */
public record RolesView(List<Role> roles, List<Row> rows) {
    /** @param allowed for each role, in the order of the columns */
    public record Row(String title, String explanation, List<Boolean> allowed) {
        public Row {
            allowed = List.copyOf(allowed);
        }
    }

    public RolesView {
        roles = List.copyOf(roles);
        rows = List.copyOf(rows);
    }

    /** The table that the code asks. */
    public static RolesView table() {
        List<Role> roles = List.of(Role.values());
        return new RolesView(
                roles,
                Arrays.stream(Permission.values())
                        .map(permission -> new Row(
                                permission.title(),
                                permission.explanation(),
                                roles.stream().map(permission::allows).toList()))
                        .toList());
    }
}
