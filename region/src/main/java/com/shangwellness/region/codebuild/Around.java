package com.shangwellness.region.codebuild;

import com.shangwellness.region.shells.BuildShell;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What is outside of CodeBuild.
 *
 * @param shell runs the commands of builds
 * @param builds where builds have their folders; its path is short, as those of sockets in it may
 *     have no more than 107 characters
 * @param caches where what builds keep for the next one is, on the same file system
 * @param background carries out what takes time: packing and unpacking
 * @param endpoint where the region serves the AWS API, and builds' credentials
 */
public record Around(
    BuildShell shell, Path builds, Path caches, Executor background, URI endpoint) {}
