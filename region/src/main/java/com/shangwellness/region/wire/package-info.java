/**
 * The AWS API over HTTP: one adapter for every protocol that AWS's services speak, driven by the
 * SDK's own metadata. It resolves what a request asks for, binds it to the SDK's request object,
 * has the service called on the timeline, and encodes the answer or the error.
 */
package com.shangwellness.region.wire;
