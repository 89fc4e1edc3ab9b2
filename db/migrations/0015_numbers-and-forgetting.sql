CREATE TABLE "forgettings" (
	"name" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"latest" integer NOT NULL,
	"latest_at" timestamp with time zone,
	"total" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "province_days" (
	"day" date NOT NULL,
	"organisation_id" uuid DEFAULT '00000000-0000-4000-8000-000000000001' NOT NULL,
	"province" text NOT NULL,
	"reports" integer NOT NULL,
	CONSTRAINT "province_days_day_organisation_id_province_pk" PRIMARY KEY("day","organisation_id","province")
);
--> statement-breakpoint
ALTER TABLE "captures" ADD COLUMN "origin" text DEFAULT 'look' NOT NULL;--> statement-breakpoint
ALTER TABLE "captures" ADD COLUMN "taken_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "province_days" ADD CONSTRAINT "province_days_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;