package dev.concierge.server.jobs;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Instant;
import java.util.List;

/**
 * Takes due jobs of kinds that this release knows, and no other. db-scheduler's own query takes whatever is due, then finds that it has no task of
 * that name and leaves the row taken: a node of the release that does know it would wait until the row looks like a dead node's, and count a failure.
 */
final class KnownKinds extends PostgreSqlJdbcCustomization {
    private final String[] names;

    KnownKinds(List<Task<?>> known) {
        super(false, false);
        this.names = known.stream().map(Task::getName).toArray(String[]::new);
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        String table = context.tableName;
        String sql = """
            update %1$s as taken set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1
            where (taken.task_name, taken.task_instance) in (
                select due.task_name, due.task_instance from %1$s as due
                where not due.picked and due.execution_time <= ? and due.task_name = any (?)
                order by due.execution_time limit ? for update skip locked)
            returning taken.*
            """.formatted(table);
        return context.jdbcRunner.query(
                sql,
                statement -> {
                    statement.setString(1, context.schedulerName.getName());
                    setInstant(statement, 2, now);
                    setInstant(statement, 3, now);
                    statement.setArray(4, statement.getConnection().createArrayOf("text", names));
                    statement.setInt(5, limit);
                },
                context.resultSetMapper.get());
    }
}
