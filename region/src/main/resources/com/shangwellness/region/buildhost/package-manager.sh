#!/bin/sh
# In place of a package manager of CodeBuild's images: a build on this machine uses this machine's
# programs. Installs nothing; says whether what is asked for is there, and fails where it is not.
manager=$(basename "$0")

say() {
  echo "[region] $manager: $*"
}

has() {
  command -v "$1" > /dev/null 2>&1
}

# The major version of the java that a build finds first.
java_version() {
  java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

missing=0
check() {
  case $1 in
    java-[0-9]* | temurin-[0-9]* | openjdk-[0-9]*)
      wanted=$(echo "$1" | sed 's/^[a-z]*-\([0-9]*\).*/\1/')
      if [ "$wanted" = 1 ]; then wanted=8; fi
      found=$(java_version)
      if [ "$wanted" = "$found" ]; then
        say "$1: the region's Java $found is used, in $JAVA_HOME"
      else
        say "$1: Java $wanted is asked for, and this build finds Java ${found:-none}"
        missing=1
      fi
      return
      ;;
    amazon-ecr-credential-helper) program=docker-credential-ecr-login ;;
    nodejs | nodejs[0-9]*) program=node ;;
    python3*) program=python3 ;;
    *) program=${1%%.*} ;;
  esac
  case $program in
    maven) program=mvn ;;
    awscli*) program=aws ;;
  esac
  if has "$program"; then
    say "$1: $(command -v "$program") is used"
  else
    say "$1: this machine has no program $program; install it for this machine's user"
    missing=1
  fi
}

action=
for argument in "$@"; do
  case $argument in
    -*) ;;
    *)
      if [ -z "$action" ]; then
        action=$argument
        case $action in
          install | reinstall | localinstall) say "packages are this machine's own here; none is installed" ;;
          update | upgrade | makecache | clean | check-update | autoremove | distro-sync)
            say "$action: packages are this machine's own here; nothing is done"
            exit 0
            ;;
          *)
            say "$action: packages are this machine's own here; only install and update are answered"
            exit 1
            ;;
        esac
      else
        check "$argument"
      fi
      ;;
  esac
done
if [ -z "$action" ]; then
  say "packages are this machine's own here"
  exit 1
fi
exit $missing
