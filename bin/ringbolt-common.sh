# What the programs in this folder share: finding a Java and building on first use. They read it with $home, the
# folder of the project, and $program, their name, set.

MINIMUM_JDK=17
BUILD_WAIT_SECONDS=900

say()
{
    printf '%s\n' "$program: $*" >&2
}

fail()
{
    say "$*"
    exit 1
}

# ---- which Java ------------------------------------------------------------------------------------------------------

# The path of a file with the symbolic links of its last component followed.
# The answer is in $resolved: a command substitution costs a process, and this is on the way of every start.
resolve()
{
    resolved=$1
    resolve_depth=0
    while [ -h "$resolved" ] && [ "$resolve_depth" -lt 40 ]
    do
        resolve_target=$(readlink "$resolved")
        case $resolve_target in
            /*) resolved=$resolve_target ;;
            *) resolved=${resolved%/*}/$resolve_target ;;
        esac
        resolve_depth=$((resolve_depth + 1))
    done
}

# Sets java_runtime (as 17.0.15+6) and java_feature (as 17) for a JDK's home; fails if there is none.
# The release file answers in microseconds; starting the JVM to ask it takes a good part of our start.
read_version()
{
    java_runtime=
    java_feature=
    [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]
    then
        while IFS='=' read -r release_key release_value
        do
            release_value=${release_value#\"}
            release_value=${release_value%\"}
            case $release_key in
                JAVA_RUNTIME_VERSION) java_runtime=$release_value ;;
                JAVA_VERSION) java_runtime=${java_runtime:-$release_value} ;;
            esac
        done < "$1/release"
    fi
    if [ -z "$java_runtime" ]
    then
        java_runtime=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
    fi

    java_feature=${java_runtime#1.}
    java_feature=${java_feature%%[!0-9]*}
    [ -n "$java_feature" ]
}

# Takes a JDK's home if it is new enough.
accept()
{
    read_version "$1" || return 1
    if [ "$java_feature" -lt "$MINIMUM_JDK" ]
    then
        rejected="$rejected
  $1 is Java $java_runtime"
        return 1
    fi
    java_home=$1
}

# Takes the JDK to which an executable java belongs. A shim (jenv, asdf, macOS) has no release file beside it and is
# asked where its Java is.
accept_executable()
{
    resolve "$1"
    executable_home=${resolved%/*}
    executable_home=${executable_home%/bin}
    if [ ! -r "$executable_home/release" ]
    then
        executable_home=$("$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1)
    fi
    [ -n "$executable_home" ] && accept "$executable_home"
}

find_java()
{
    rejected=
    java_home=
    if [ -n "${RINGBOLT_JAVA:-}" ]
    then
        if [ -d "$RINGBOLT_JAVA" ]
        then
            accept "$RINGBOLT_JAVA" && return
        elif [ -x "$RINGBOLT_JAVA" ]
        then
            accept_executable "$RINGBOLT_JAVA" && return
        fi
        fail "RINGBOLT_JAVA=$RINGBOLT_JAVA is no Java $MINIMUM_JDK or newer$rejected"
    fi

    [ -n "${JAVA_HOME:-}" ] && accept "$JAVA_HOME" && return

    path_java=$(command -v java) && accept_executable "$path_java" && return

    for candidate in \
        /usr/lib/jvm/* /usr/java/* /usr/local/openjdk-* /opt/java/* /opt/jdk* /opt/*jdk* \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*
    do
        accept "$candidate" && return
    done
    if [ -x /usr/libexec/java_home ]
    then
        mac_home=$(/usr/libexec/java_home -v "$MINIMUM_JDK+" 2>/dev/null) && accept "$mac_home" && return
    fi

    fail "no Java $MINIMUM_JDK or newer found: install a JDK, or point RINGBOLT_JAVA or JAVA_HOME to one$rejected"
}

# ---- building on first use -------------------------------------------------------------------------------------------

# One start builds, others wait for it: the lock is a folder, which only one process can make, with its owner's id
# inside.
take_build_lock()
{
    lock=$home/target/build.lock
    mkdir -p "$home/target" || fail "cannot build: $home is not writable"
    lock_waited=0
    until mkdir "$lock" 2>/dev/null
    do
        lock_owner=$(cat "$lock/pid" 2>/dev/null)
        if [ -n "$lock_owner" ] && ! kill -0 "$lock_owner" 2>/dev/null
        then
            rm -rf "$lock"
            continue
        fi
        [ "$lock_waited" -eq 0 ] && say "waiting for another build in $home"
        lock_waited=$((lock_waited + 1))
        [ "$lock_waited" -le "$BUILD_WAIT_SECONDS" ] || fail "still locked after $BUILD_WAIT_SECONDS s: $lock"
        sleep 1
    done
    echo $$ > "$lock/pid"
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

# Builds a module and what it imports, unless its jar is there by the time the lock is ours.
build()
{
    build_module=$1
    build_jar=$2
    [ -f "$home/mvnw" ] || fail "there is no $build_jar and no $home/mvnw to build it with"
    take_build_lock
    if [ ! -f "$build_jar" ]
    then
        say "building $build_module in $home, once; this takes a minute"
        [ -x "$java_home/bin/javac" ] && export JAVA_HOME="$java_home"
        build_options=${MAVEN_OPTS:-}
        # From 24 on, Java warns of what Maven's own libraries do.
        [ "$java_feature" -lt 23 ] || build_options="--sun-misc-unsafe-memory-access=allow $build_options"
        (cd "$home" && MAVEN_OPTS=$build_options sh ./mvnw -q -B -Dmaven.test.skip=true -pl "$build_module" -am package </dev/null 1>&2) ||
            fail "the build failed"
        [ -f "$build_jar" ] || fail "the build made no $build_jar"
    fi
    rm -rf "$lock"
    trap - EXIT INT TERM HUP
}
