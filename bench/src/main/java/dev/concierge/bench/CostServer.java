package dev.concierge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The server that is measured, with parts of it switched off and on from outside. */
final class CostServer implements AutoCloseable {
    /** What a vend reads and writes. */
    private static final String TABLES =
            "relname in ('accounts', 'api_keys', 'integrations', 'grants') or relname like 'audit\\_vends%'";

    private final int port;
    private final Connection database;
    private final List<String> guarded = new ArrayList<>();
    private boolean open;

    /** @param port of its {@link CostSwitch} */
    CostServer(int port, Connection database) throws SQLException {
        this.port = port;
        this.database = database;
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select oid::regclass::text from pg_class where relrowsecurity and (" + TABLES + ")")) {
            while (row.next()) {
                guarded.add(row.getString(1));
            }
        }
    }

    /** Switches these parts off and all others on. Isolation is also the database's: without it, its policies are off. */
    void off(Set<CostPart> parts) throws IOException, SQLException {
        policies(!parts.contains(CostPart.ISOLATION));
        int bits = parts.stream().mapToInt(CostPart::bit).sum();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((bits + "\n").getBytes(StandardCharsets.US_ASCII));
            String found = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (!Integer.toString(CostPart.allCuts()).equals(found)) {
                throw new IllegalStateException(
                        "the server has " + found + " of the " + CostPart.allCuts() + " methods that are switched");
            }
        }
    }

    private void policies(boolean on) throws SQLException {
        if (open != on) {
            return;
        }
        try (Statement statement = database.createStatement()) {
            for (String table : guarded) {
                statement.execute("alter table " + table + (on ? " enable" : " disable") + " row level security");
            }
        }
        open = !on;
    }

    /** How many tables are guarded by policies that can be switched. */
    int guarded() {
        return guarded.size();
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
