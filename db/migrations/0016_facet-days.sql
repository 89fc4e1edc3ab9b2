CREATE TABLE "facet_days" (
	"day" date NOT NULL,
	"organisation_id" uuid DEFAULT '00000000-0000-4000-8000-000000000001' NOT NULL,
	"facet" text NOT NULL,
	"cases" integer NOT NULL,
	"illegal" integer NOT NULL,
	CONSTRAINT "facet_days_day_organisation_id_facet_pk" PRIMARY KEY("day","organisation_id","facet")
);
--> statement-breakpoint
DROP TABLE "province_days" CASCADE;--> statement-breakpoint
ALTER TABLE "facet_days" ADD CONSTRAINT "facet_days_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;