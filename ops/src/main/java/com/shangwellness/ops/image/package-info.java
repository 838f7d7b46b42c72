/** The application's image on its way into the registry. */
package com.shangwellness.ops.image;
