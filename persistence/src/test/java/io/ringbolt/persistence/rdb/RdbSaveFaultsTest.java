package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.persistence.TestEngine;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.disk.FileSystemDisk;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A save that any call to the disk may fail: the old file stays as it was, and nothing else is left. */
class RdbSaveFaultsTest
{
    private static final int KEYS = 30_000;

    @TempDir
    private Path folder;
    private final TestEngine test = new TestEngine(1L << 20, 1_700_000_000_000L);
    private final List<String> calls = new ArrayList<>();
    private int failingCall;

    @BeforeEach
    void setUp()
    {
        for (int i = 0; i < KEYS; i++)
        {
            test.set("key:" + i, i);
        }
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldLeaveTheOldFileWhateverFails() throws Exception
    {
        final byte[] old = {1, 2, 3};
        failingCall = Integer.MAX_VALUE;
        assertEquals(JobOutcome.SUCCEEDED, save());
        final List<String> all = List.copyOf(calls);
        assertTrue(all.containsAll(List.of("create", "write", "force", "rename", "forceFolder")), all.toString());
        assertTrue(all.lastIndexOf("write") < all.lastIndexOf("force"), "everything is forced " + all);
        assertTrue(all.lastIndexOf("force") < all.indexOf("rename"), "before it gets its name " + all);
        assertTrue(all.indexOf("rename") < all.indexOf("forceFolder"), "which is then forced " + all);
        for (failingCall = 0; failingCall < all.size(); failingCall++)
        {
            Files.write(file(), old);
            assertEquals(JobOutcome.FAILED, save(), "failing " + all.get(failingCall));
            if (failingCall <= all.indexOf("rename"))
            {
                assertArrayEquals(old, Files.readAllBytes(file()), "failing " + all.get(failingCall));
            }
            try (var files = Files.list(folder))
            {
                assertEquals(List.of(file()), files.toList(), "failing " + all.get(failingCall));
            }
        }
    }

    private JobOutcome save()
    {
        calls.clear();
        final Snapshots snapshots = new Snapshots(test.engine(), Runnable::run, () -> { });
        return snapshots.runNow(new RdbSaveJob(
            failing(Disk.class, new FileSystemDisk()),
            test.engine().allocator(),
            RdbSettings.of(test.engine().config()),
            new RdbSaveJob.RdbTarget(file(), folder.resolve("draft"), true, 0),
            (outcome, cause, copiedBytes) -> assertTrue(outcome.isSuccess() || cause instanceof IOException)));
    }

    private Path file()
    {
        return folder.resolve("dump.rdb");
    }

    /** @return what does as {@code target} does, but for the call that is to fail; and so do the files it opens. */
    private <T> T failing(final Class<T> type, final T target)
    {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
        {
            if (List.of("create", "write", "force", "rename", "forceFolder").contains(method.getName()))
            {
                calls.add(method.getName());
                if (calls.size() - 1 == failingCall)
                {
                    throw new IOException("No space left on device");
                }
            }
            try
            {
                final Object result = method.invoke(target, arguments);
                return result instanceof DiskFile file ? failing(DiskFile.class, file) : result;
            }
            catch (final InvocationTargetException failure)
            {
                throw failure.getCause();
            }
        }));
    }
}
